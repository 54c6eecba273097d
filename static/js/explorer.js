/* The API explorer: GraphiQL with a token that lives in this page's memory, and nowhere else. */
(() => {
  'use strict';

  const place = document.getElementById('explorer');
  const form = document.getElementById('sign');
  const field = document.getElementById('token');
  const forget = document.getElementById('forget');
  const refused = document.getElementById('refused');
  const FIRST = '{\n  me { name }\n  customers(first: 5) { nodes { name } }\n}\n';
  let token = '';
  let root;

  /* GraphiQL's menus would lock the scrolling with a style element, which our policy refuses. */
  const { head } = document;
  head.appendChild = (element) => (
    element instanceof HTMLStyleElement ? element : Node.prototype.appendChild.call(head, element)
  );

  /* What GraphiQL would keep in the browser, customers' names among it, is gone with the page. */
  const memory = () => {
    const kept = new Map();
    return {
      get length() { return kept.size; },
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => { kept.set(name, value); },
      removeItem: (name) => { kept.delete(name); },
      clear: () => { kept.clear(); },
    };
  };

  const ask = async (params) => {
    const response = await fetch(place.dataset.address, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(params),
    });
    return response.json();
  };

  /* GraphiQL's sheet without its fonts: they are data: addresses, which our policy refuses. */
  const dress = async () => {
    const sheet = new CSSStyleSheet();
    const text = await (await fetch(place.dataset.style)).text();
    sheet.replaceSync(text.replace(/@font-face\s*{[^}]*}/g, ''));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };

  const theme = () => document.documentElement.dataset.bsTheme
    ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

  const show = () => {
    root?.unmount();
    root = ReactDOM.createRoot(place);
    root.render(React.createElement(GraphiQL, {
      fetcher: ask,
      storage: memory(),
      defaultQuery: FIRST,
      forcedTheme: theme(),
      isHeadersEditorEnabled: false,
      shouldPersistHeaders: false,
    }));
  };

  const hide = () => {
    token = '';
    root?.unmount();
    root = undefined;
    forget.hidden = true;
    field.focus();
  };

  const dressed = dress();

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    token = field.value.trim();
    field.value = '';
    const { errors } = await ask({ query: '{ me { id } }' });
    refused.textContent = errors ? errors[0].message : '';
    if (errors) return hide();
    forget.hidden = false;
    await dressed;
    return show();
  });

  forget.addEventListener('click', hide);
})();
