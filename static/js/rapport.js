/* What script adds to pages that work without it. No dependency but htmx's events, no eval. */
(() => {
  'use strict';

  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });

  /* Single keys can be turned off, in this browser. Storage may be closed: then they are on. */
  const areKeysOn = () => {
    try { return localStorage.getItem('keys') !== 'off'; } catch { return true; }
  };

  const keepKeysOn = (areOn) => {
    try { localStorage.setItem('keys', areOn ? 'on' : 'off'); } catch { say('This browser keeps no settings.'); }
  };

  /* Toasts: each stands for eight seconds, longer while it is pointed at or has the focus. */
  const TOAST = 8000;
  let toastEnds;

  const letToastGo = () => {
    clearTimeout(toastEnds);
    toastEnds = setTimeout(() => {
      const bar = $('#toast');
      if (bar?.matches(':hover, :focus-within')) letToastGo();
      else bar?.replaceChildren();
    }, TOAST);
  };

  const say = (text, { label, action } = {}) => {
    const words = Object.assign(document.createElement('span'), { textContent: text });
    const parts = [words];
    if (action) {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
      button.addEventListener('click', () => { $('#toast').replaceChildren(); action(); });
      parts.push(button);
    }
    $('#toast')?.replaceChildren(...parts);
    letToastGo();
  };

  /* A live region speaks of what changes in it: what the page came with is put in once more. */
  const sayWhatThePageCameWith = () => {
    const bar = $('#toast');
    if (!bar?.childElementCount) return;
    const parts = [...bar.childNodes];
    bar.replaceChildren();
    setTimeout(() => bar.replaceChildren(...parts), 100);
    letToastGo();
  };

  const announceCount = (root) => {
    const count = $('[data-count]', root)?.textContent.trim();
    if (count && $('#announcer')) $('#announcer').textContent = count;
  };

  /* Menus, dialogs, the sheet: closed by a click elsewhere and by Escape, with the focus led back. */
  const close = (details) => {
    const hadFocus = details.contains(document.activeElement);
    details.open = false;
    if (hadFocus) $('summary', details).focus();
  };

  const openDialog = (dialog) => {
    $$('[data-keys-toggle]', dialog).forEach((toggle) => { toggle.checked = areKeysOn(); });
    dialog.showModal();
  };

  const isSheetOpen = () => location.hash === '#nav' && isShown($('[data-sheet]'));

  const settleSheet = (event) => {
    const open = isSheetOpen();
    $$('.topbar, .main, .tabbar').forEach((part) => { part.inert = open; });
    if (open) $('#nav a')?.focus();
    else if (event?.oldURL?.endsWith('#nav')) $('[data-sheet]').focus();
  };

  document.addEventListener('click', (event) => {
    const { target } = event;
    $$('details.menu[open]').forEach((menu) => { if (!menu.contains(target)) menu.open = false; });
    if (target.nodeName === 'DIALOG') target.close();
    const opener = target.closest('[data-open]');
    if (opener) openDialog(document.getElementById(opener.dataset.open));
    target.closest('[data-close]')?.closest('dialog').close();
  });

  document.addEventListener('toggle', ({ target, newState }) => {
    if (newState !== 'open') return;
    if (target.matches('details.menu')) {
      $$('details.menu[open]').forEach((other) => { if (other !== target && !other.contains(target)) other.open = false; });
    } else if (target.matches('details.fact')) {
      $('input:not([type=hidden], [type=radio]), input:checked, select', target)?.focus();
    }
  }, true);

  document.addEventListener('reset', (event) => {
    const fact = event.target.closest('details.fact');
    if (fact) close(fact);
  });

  addEventListener('hashchange', settleSheet);
  matchMedia('(min-width: 1024px)').addEventListener('change', settleSheet);
  settleSheet();

  /* A form is sent once: its buttons wait until the answer has come. */
  const busy = new WeakSet();
  const buttonsOf = (form) => $$('button:not([type=button], [type=reset])', form);

  const setBusy = (form, isBusy) => {
    if (isBusy) busy.add(form); else busy.delete(form);
    buttonsOf(form).forEach((button) => { button.disabled = isBusy; });
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post') return;
    if (busy.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    busy.add(form);
    // A disabled button's value would not be sent, so they are disabled once the form is read.
    setTimeout(() => setBusy(form, true));
  }, true);

  addEventListener('pageshow', (event) => {
    if (event.persisted) $$('form').forEach((form) => setBusy(form, false));
  });

  /* Light or dark, without loading the page anew; the server keeps the choice in a cookie. */
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('[data-theme-switch]')) return;
    event.preventDefault();
    const { value } = event.submitter;
    // keepalive: the choice arrives even when the person leaves the page at once.
    const body = new FormData(form, event.submitter);
    fetch(form.action, { method: 'POST', body, redirect: 'manual', keepalive: true })
      .catch(() => say('Not saved. Try again.'))
      .finally(() => setBusy(form, false));
    if (value === 'system') delete document.documentElement.dataset.bsTheme;
    else document.documentElement.dataset.bsTheme = value;
    $('meta[name=color-scheme]').content = value === 'system' ? 'light dark' : value;
    buttonsOf(form).forEach((button) => button.setAttribute('aria-pressed', button.value === value));
    close(form.closest('details'));
  });

  /* htmx: what is sent, what happens while it is on its way, what is said when it fails. */
  const BUSY_AFTER = 300;
  const notes = new WeakMap();

  const retry = ({ sourceElement, sourceEvent }) => {
    if (sourceElement.matches('form')) sourceElement.requestSubmit(sourceEvent.submitter);
    else sourceElement.click();
  };

  const sayItFailed = (ctx) => {
    const isRead = ctx.request.method === 'GET';
    say(isRead ? 'Not loaded.' : 'Not saved.', { label: 'Try again', action: () => retry(ctx) });
  };

  document.addEventListener('htmx:config:request', ({ detail: { ctx } }) => {
    const { method, body } = ctx.request;
    if (method !== 'GET') return;
    [...body].forEach(([name, value]) => { if (!value) body.delete(name, value); });
  });

  document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
    const timer = setTimeout(() => ctx.target?.setAttribute('aria-busy', 'true'), BUSY_AFTER);
    const pressed = ctx.sourceEvent?.submitter ?? ctx.sourceElement;
    const summary = pressed.closest('details, .chip-set')?.querySelector('summary');
    const pop = pressed.closest('[popover]');
    const opener = pop && $(`[popovertarget="${pop.id}"]`);
    notes.set(ctx, { timer, focus: [pressed.id, summary?.id, opener?.id].filter(Boolean) });
    pop?.hidePopover();
  });

  document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
    clearTimeout(notes.get(ctx)?.timer);
    ctx.target?.removeAttribute('aria-busy');
    if (ctx.sourceElement.matches('form')) setBusy(ctx.sourceElement, false);
  });

  document.addEventListener('htmx:response:error', ({ detail: { ctx } }) => {
    if (![409, 422].includes(ctx.response.status)) sayItFailed(ctx);
  });

  document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
    if (ctx && !ctx.response) sayItFailed(ctx);
  });

  /* After a swap the focus stays on its control, or goes to what is next to it. */
  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    if (ctx.target?.id === 'dialog') { openDialog(ctx.target); return; }
    announceCount(document);
    if ($('#toast')?.childElementCount) letToastGo();
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body && isShown(activeElement)) return;
    const kept = (notes.get(ctx)?.focus ?? []).map((id) => document.getElementById(id)).find((found) => found && isShown(found));
    const place = kept ?? $('[data-count]', ctx.sourceElement) ?? ctx.sourceElement;
    if (!kept) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  });

  /* Keys. What a key does stands on the element: data-key="/", "e", "c a". */
  const PATIENCE = 1200;
  let prefix = '';
  let prefixEnds;

  const elementFor = (key) => {
    const found = $$('[data-key]').filter((element) => element.dataset.key === key && isShown(element));
    return found.find((element) => element.closest('main')) ?? found[0];
  };

  const press = (element) => {
    if (element.matches('input, textarea')) element.focus();
    else element.click();
  };

  const step = (by) => {
    const rows = $$('table.rows.cards tbody th a');
    const at = rows.findIndex((row) => row.closest('tr').contains(document.activeElement));
    rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
  };

  const openPrefix = () => {
    const pop = $$('[data-prefix]').find((menu) => isShown(menu) && (menu.matches(':popover-open') || menu.closest('details[open]')));
    return pop?.dataset.prefix;
  };

  const startsSequence = (key) => $$('[data-key]').some((element) => element.dataset.key.startsWith(`${key} `));

  const pressKey = (key) => {
    const sequence = [openPrefix() ?? prefix, key].filter(Boolean).join(' ');
    prefix = '';
    if (key === 'j' || key === 'k') { step(key === 'j' ? 1 : -1); return true; }
    const element = elementFor(sequence) ?? elementFor(key);
    if (startsSequence(key)) {
      prefix = key;
      clearTimeout(prefixEnds);
      prefixEnds = setTimeout(() => { prefix = ''; }, PATIENCE);
    }
    if (!element) return false;
    press(element);
    $$('[data-prefix] a').find(isShown)?.focus();
    return true;
  };

  const escape = () => {
    const menu = $('details.menu[open]');
    const fact = document.activeElement?.closest('details.fact[open]');
    if (menu) close(menu);
    else if (fact) $('form', fact).reset();
    else if (isSheetOpen()) location.hash = 'main';
    else return false;
    return true;
  };

  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    const isChord = event.ctrlKey || event.metaKey || event.altKey;
    if (key === 'Escape') {
      if (!$('dialog[open]') && escape()) event.preventDefault();
    } else if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      target.form?.requestSubmit();
    } else if (!isChord && key.length === 1 && areKeysOn() && !$('dialog[open]') && !target.closest('input, textarea, select, [contenteditable]')) {
      if (pressKey(key)) event.preventDefault();
    }
  });

  document.addEventListener('change', ({ target }) => {
    if (target.matches('[data-keys-toggle]')) keepKeysOn(target.checked);
  });

  sayWhatThePageCameWith();
})();
