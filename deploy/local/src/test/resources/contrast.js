// The contrast of every text in sight with what it stands on, by WCAG 2.2: the lowest first. What is disabled is exempt there.
() => {
  const parts = (color) => {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return { rgb: color.startsWith("color(") ? [red, green, blue].map((part) => part * 255) : [red, green, blue], alpha };
  };
  const over = (top, alpha, below) => below.map((part, i) => top[i] * alpha + part * (1 - alpha));
  const ground = (element) => {
    if (element === null) {
      return [255, 255, 255];
    }
    const { rgb, alpha } = parts(getComputedStyle(element).backgroundColor);
    return alpha === 1 ? rgb : over(rgb, alpha, ground(element.parentElement));
  };
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const seen = (element) => element.checkVisibility({ opacityProperty: true }) && !element.closest(".unseen, .skip, :disabled, script, style");
  return [...document.body.querySelectorAll("*")]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "") && seen(element))
    .map((element) => {
      const style = getComputedStyle(element);
      const below = ground(element instanceof SVGElement ? element.closest("svg").parentElement : element);
      const { rgb, alpha } = parts(element instanceof SVGElement ? style.fill : style.color);
      const [high, low] = [luminance(over(rgb, alpha, below)), luminance(below)].sort((a, b) => b - a);
      return { text: element.textContent.trim().slice(0, 40), on: `rgb(${below.map(Math.round)})`, ratio: (high + 0.05) / (low + 0.05) };
    })
    .sort((a, b) => a.ratio - b.ratio);
}
