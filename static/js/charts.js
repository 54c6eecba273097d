/* The charts of reports: each canvas draws the table it names, so picture and figures agree. */
(() => {
  'use strict';

  const canvases = [...document.querySelectorAll('canvas[data-chart]')];
  const isLoaded = 'Chart' in window;
  canvases.forEach((canvas) => { canvas.closest('.plot').hidden = !isLoaded; });
  if (!isLoaded) return;

  const root = document.documentElement;
  const tables = [...document.querySelectorAll('details.data')];
  // Beside four others a report shows its picture first; on its own page its table as well.
  const beside = tables.filter((table) => table.closest('.report'));
  const charts = [];
  let isOnPaper = false;

  /* What stands in a table, under the columns that are drawn. */
  const numberIn = (cell) => (cell?.dataset.v ? Number(cell.dataset.v) : null);
  const nameIn = (cell) => (cell.querySelector('a') ?? cell).textContent.trim();
  const sum = (numbers) => numbers.reduce((total, number) => total + (number ?? 0), 0);

  const read = ({ dataset }) => {
    const rows = [...document.getElementById(dataset.table).tBodies[0].rows];
    const most = Number(dataset.most) || rows.length;
    const shown = rows.slice(0, most);
    const rest = dataset.rest === 'no' ? [] : rows.slice(most);
    const numbers = (some, column) => some.map((row) => numberIn(row.cells[column]));
    const labels = shown.map((row) => nameIn(row.cells[0]));
    const series = JSON.parse(dataset.series).map(({ column, label, colour }) => {
      const values = numbers(shown, column);
      if (rest.length) values.push(sum(numbers(rest, column)));
      return { label, colour, values };
    });
    if (rest.length) labels.push('Other');
    return { labels, series };
  };

  /* Numbers as pages print them, and shorter beside an axis: $200k, $1.5M, 60%. */
  const UNITS = [[1e9, 'B'], [1e6, 'M'], [1e3, 'k'], [1, '']];
  const places = (number, most, least = 0) => number.toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: most });

  const inFull = (number, { unit, sign = '' }) => {
    if (unit === 'ratio') return `${places(number * 100, 0)}%`;
    if (unit === 'money') return sign + (Number.isInteger(number) ? places(number, 0) : places(number, 2, 2));
    return places(number, 1);
  };

  const inShort = (number, { unit, sign = '' }) => {
    if (unit === 'ratio') return `${places(number * 100, 1)}%`;
    const [by, letter] = UNITS.find(([least]) => number >= least) ?? [1, ''];
    return `${unit === 'money' ? sign : ''}${places(number / by, 2)}${letter}`;
  };

  /* A name is cut where its chart has no more room; a year of months needs no years. */
  const cut = (text, room, { ctx }) => {
    if (ctx.measureText(text).width <= room) return text;
    let end = text.length;
    do end -= 1; while (end && ctx.measureText(`${text.slice(0, end)}…`).width > room);
    return `${text.slice(0, end).trimEnd()}…`;
  };
  const months = (labels) => (labels.length > 12 ? labels : labels.map((label) => label.replace(/ \d{4}$/, '')));

  /* Colours are those of the style sheet, which differ by theme; paper is always light. */
  const palette = () => {
    const probe = document.body.appendChild(document.createElement('span'));
    if (isOnPaper) probe.style.colorScheme = 'light';
    const find = (property, name) => {
      probe.style[property] = `var(--${name})`;
      return getComputedStyle(probe)[property];
    };
    const names = ['accent', 'sky', 'control', 'good', 'risk', 'ink', 'ink-2', 'line', 'line-strong'];
    const colours = Object.fromEntries(names.map((name) => [name, find('color', name)]));
    colours.surface = find('backgroundColor', 'surface');
    probe.remove();
    return colours;
  };

  /* What tells series apart besides their colour: lines by dashes, bars by being filled or pale. */
  const DASHES = [[], [6, 3], [2, 3], [9, 3, 2, 3]];
  const BARE = { grid: { display: false }, border: { display: false } };

  const bar = ({ label, values }, colour, isPale) => ({
    label,
    data: values,
    backgroundColor: isPale ? Chart.helpers.color(colour).alpha(.25).rgbString() : colour,
    borderColor: colour,
    borderWidth: isPale ? 1.5 : 0,
    borderRadius: 3,
    maxBarThickness: 18,
  });

  // A value between two that are not there has no line, so it is a dot.
  const dotAt = ({ dataset: { data }, dataIndex: at }) => ((data[at - 1] ?? data[at + 1]) == null ? 2.5 : 0);

  const line = ({ label, values }, colour, at) => ({
    label,
    data: values,
    borderColor: colour,
    backgroundColor: colour,
    borderDash: DASHES[at],
    borderWidth: 2.25,
    clip: false,
    cubicInterpolationMode: 'monotone',
    pointRadius: dotAt,
    pointHitRadius: 12,
  });

  const scale = (canvas, colours, ticks) => ({
    beginAtZero: true,
    border: { display: false },
    grid: { color: colours.line },
    ticks: {
      maxTicksLimit: ticks,
      maxRotation: 0,
      precision: canvas.dataset.unit === 'count' ? 0 : undefined,
      callback: (number) => inShort(Math.abs(number), canvas.dataset),
    },
  });

  const KINDS = {
    across: (canvas, { labels, series }, colours) => ({
      type: 'bar',
      data: { labels, datasets: series.map((one, at) => bar(one, colours[one.colour], at > 0)) },
      options: {
        indexAxis: 'y',
        interaction: { mode: 'index', axis: 'y', intersect: false },
        scales: {
          x: scale(canvas, colours, ({ chart }) => (chart.width < 480 ? 4 : 6)),
          y: {
            ...BARE,
            ticks: {
              color: colours.ink,
              autoSkip: false,
              callback(at) { return cut(labels[at], Math.min(this.chart.width * .36, 200), this.chart); },
            },
          },
        },
      },
    }),

    line: (canvas, { labels, series }, colours) => ({
      type: 'line',
      data: { labels: months(labels), datasets: series.map((one, at) => line(one, colours[one.colour], at)) },
      options: {
        interaction: { mode: 'index', intersect: false },
        scales: { x: { ...BARE, ticks: { maxRotation: 0 } }, y: scale(canvas, colours, canvas.closest('.short') ? 3 : 5) },
      },
    }),

    mirror: (canvas, { labels, series: [above, below] }, colours) => ({
      type: 'bar',
      data: {
        labels: months(labels),
        datasets: [
          bar(above, colours[above.colour]),
          bar({ ...below, values: below.values.map((value) => value && -value) }, colours[below.colour]),
        ],
      },
      options: {
        interaction: { mode: 'index', intersect: false },
        scales: { x: { ...BARE, stacked: true, ticks: { maxRotation: 0 } }, y: { ...scale(canvas, colours, 6), stacked: true } },
      },
    }),
  };

  const tooltip = (canvas, { labels }, colours) => ({
    backgroundColor: colours.surface,
    borderColor: colours['line-strong'],
    borderWidth: 1,
    titleColor: colours.ink,
    bodyColor: colours.ink,
    multiKeyBackground: colours.surface,
    padding: 8,
    boxPadding: 4,
    callbacks: {
      title: ([{ dataIndex, chart }]) => cut(labels[dataIndex], chart.width * .7, chart),
      label: ({ dataset, raw }) => `${dataset.label}: ${raw === null ? 'None yet' : inFull(Math.abs(raw), canvas.dataset)}`,
    },
  });

  const draw = (canvas, colours) => {
    const figures = read(canvas);
    // Bars lie as close as they are read, however few there are.
    if (canvas.dataset.chart === 'across') canvas.closest('.plot').style.height = `${1.625 * figures.labels.length + 2.5}rem`;
    const { type, data, options } = KINDS[canvas.dataset.chart](canvas, figures, colours);
    return new Chart(canvas, {
      type,
      data,
      options: {
        ...options,
        animation: false,
        responsive: !isOnPaper,
        maintainAspectRatio: false,
        color: colours['ink-2'],
        plugins: { legend: { display: false }, tooltip: tooltip(canvas, figures, colours) },
      },
    });
  };

  const drawAll = () => {
    charts.splice(0).forEach((chart) => chart.destroy());
    const colours = palette();
    Chart.defaults.color = colours['ink-2'];
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    charts.push(...canvases.map((canvas) => draw(canvas, colours)));
  };

  const redraw = () => {
    if (!isOnPaper) drawAll();
  };

  /* On paper a card is as wide as the page, whatever the window, and tables stand open. */
  const PAPER = { wide: 680, short: 330 };
  let closed = [];

  const toPaper = () => {
    if (isOnPaper) return;
    isOnPaper = true;
    closed = tables.filter((table) => !table.open);
    tables.forEach((table) => { table.open = true; });
    drawAll();
    charts.forEach((chart) => {
      const plot = chart.canvas.closest('.plot');
      chart.resize(plot.matches('.short') ? PAPER.short : PAPER.wide, plot.clientHeight);
    });
  };

  const fromPaper = () => {
    isOnPaper = false;
    closed.forEach((table) => { table.open = false; });
    redraw();
  };

  addEventListener('beforeprint', toPaper);
  addEventListener('afterprint', fromPaper);
  new MutationObserver(redraw).observe(root, { attributeFilter: ['data-bs-theme'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  matchMedia('(forced-colors: active)').addEventListener('change', redraw);

  beside.forEach((table) => { table.open = false; });
  document.fonts.load('12px "Inter Variable"').then(redraw, redraw);
})();
