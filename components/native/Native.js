/** The Dash component Native: one form element of HTML. It keeps its own value; scripts of the page read and set it. */
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

  window.sitcenter_native = { Native };
}());
