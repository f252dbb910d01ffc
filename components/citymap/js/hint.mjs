/**
 * The number beside the pointer over a cell of a dense layer.
 */

/** A small sign that follows the pointer; for the eye only, the same numbers stand in the figures and the list. */
export class Hint {
  /** @param {HTMLElement} root element of the component */
  constructor(root) {
    this.root = root;
    this.box = null;
  }

  /**
   * @param {{x: number, y: number}|null} point place in pixels
   * @param {string} text empty: nothing is shown
   */
  show(point, text) {
    if (!point || !text) {
      this.box?.remove();
      this.box = null;
      return;
    }
    if (!this.box) {
      this.box = document.createElement('div');
      this.box.className = 'citymap-hint';
      this.box.setAttribute('aria-hidden', 'true');
      this.root.append(this.box);
    }
    this.box.textContent = text;
    this.box.style.transform = `translate(${Math.round(point.x + 14)}px, ${Math.round(point.y + 14)}px)`;
  }
}

/** Words of a cell: the title of its layer and its number with the signs of the language. */
export function cellWords(layer, props, group) {
  const number = String(props.n ?? 1).replace(/\B(?=(\d{3})+$)/g, group ?? ' ');
  return `${layer.title}: ${number}`;
}

/** Words of an object: its name where the tiles carry one, and the title of its layer. */
export function objectWords(layer, props, lang) {
  const name = [lang, 'ru', 'kk', 'en'].map((code) => props[`name_${code}`]).find(Boolean);
  return name ? `${name} · ${layer.title}` : layer.title;
}
