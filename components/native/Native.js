/** Dash components: Native, one form element of HTML that keeps its own value, and Drawing, a picture of SVG elements. */
(function () {
  'use strict';

  const { createElement } = window.React;

  function options(list) {
    return (list || []).map(([value, words]) => createElement('option', { key: value, value }, words));
  }

  function Native({ id, tag, attributes, options: list }) {
    const given = { ...attributes, ...(id ? { id } : {}) };
    return createElement(tag, given, tag === 'select' ? options(list) : undefined);
  }

  // A shape is its tag, its attributes and what is in it: text or further shapes.
  function shape([tag, attributes, inside], key) {
    return createElement(tag, { ...attributes, key }, Array.isArray(inside) ? inside.map(shape) : inside || undefined);
  }

  function Drawing({ id, attributes, shapes }) {
    return createElement('svg', { ...attributes, ...(id ? { id } : {}) }, (shapes || []).map(shape));
  }

  window.sitcenter_native = { Native, Drawing };
}());
