// Draws every figure[data-chart] with ECharts in the page's own colours; the table behind stays for those who want it.
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const drawn = new Map();
let library;

function echarts(address) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(globalThis.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

function look() {
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8;
  return {
    palette: [token("--brand-text"), token("--info"), token("--success"), token("--warning"), token("--text-2")],
    text: { color: token("--text-2"), fontSize: Math.min(size, 20), fontFamily: token("--font") },
    line: token("--line"),
    surface: token("--surface"),
    strong: token("--text"),
  };
}

function common(data, style) {
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    color: style.palette,
    textStyle: style.text,
    legend: data.series.length > 1 ? { bottom: 0, textStyle: style.text } : undefined,
    tooltip: {
      trigger: data.kind === "radar" ? "item" : "axis",
      renderMode: "richText",
      backgroundColor: style.surface,
      borderColor: style.line,
      textStyle: { ...style.text, color: style.strong },
    },
  };
}

function radar(data, style) {
  const highest = data.maximum ?? Math.max(...data.series.flatMap((one) => one.values), 1);
  return {
    radar: {
      indicator: data.labels.map((name) => ({ name, min: 0, max: highest })),
      axisName: style.text,
      axisLine: { lineStyle: { color: style.line } },
      splitLine: { lineStyle: { color: style.line } },
      splitArea: { show: false },
      radius: "65%",
    },
    series: [{
      type: "radar",
      areaStyle: { opacity: 0.15 },
      data: data.series.map((one) => ({ name: one.name, value: one.values })),
    }],
  };
}

function axes(data, style) {
  const lying = data.kind === "row";
  const names = { type: "category", data: data.labels, inverse: lying, axisLabel: style.text, axisLine: { lineStyle: { color: style.line } }, axisTick: { show: false } };
  const values = { type: "value", min: 0, max: data.maximum ?? undefined, axisLabel: style.text, splitLine: { lineStyle: { color: style.line } } };
  return {
    grid: { left: 8, right: 16, top: 16, bottom: data.series.length > 1 ? 40 : 8, containLabel: true },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: data.series.map((one) => ({ name: one.name, type: data.kind === "line" ? "line" : "bar", data: one.values, barMaxWidth: 36, symbolSize: 7 })),
  };
}

async function draw(figure) {
  const canvas = figure.querySelector(".chart-canvas");
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const engine = await echarts(figure.dataset.echarts);
  canvas.hidden = false;
  figure.querySelector("details").open = false;
  const picture = drawn.get(canvas) ?? engine.init(canvas);
  const style = look();
  picture.setOption({ ...common(data, style), ...(data.kind === "radar" ? radar(data, style) : axes(data, style)) }, true);
  if (!drawn.has(canvas)) new ResizeObserver(() => picture.resize()).observe(canvas);
  drawn.set(canvas, picture);
}

const drawAll = () => document.querySelectorAll("figure[data-chart]").forEach((figure) => draw(figure).catch(() => {}));
drawAll();
document.addEventListener("htmx:load", drawAll);
new MutationObserver(drawAll).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "data-scale", "data-elder"] });
