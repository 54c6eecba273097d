/* The board: a card that is dragged to another lane presses the button of its Move menu. */
(() => {
  'use strict';

  const ready = new WeakSet();

  const move = ({ item, from, to }) => {
    const button = item.querySelector(`button[name=stage][value="${to.dataset.lane}"]`);
    if (from !== to && button) button.form.requestSubmit(button);
  };

  const settle = () => {
    document.querySelectorAll('[data-lane]').forEach((lane) => {
      if (ready.has(lane)) return;
      ready.add(lane);
      Sortable.create(lane, {
        group: 'deals',
        sort: false,
        draggable: 'li[data-movable]',
        filter: 'a, button, form',
        preventOnFilter: false,
        delay: 150,
        delayOnTouchOnly: true,
        animation: 120,
        onEnd: move,
      });
    });
  };

  document.addEventListener('htmx:after:swap', settle);
  settle();
})();
