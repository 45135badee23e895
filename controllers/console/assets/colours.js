// Codes as colours: near places in the order of similarity, near colours; equally bright, so that none shouts.

const STEPS = 1000;

function oklch(lightness, chroma, hue) {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((x) => Math.round(255 * Math.min(Math.max(x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055, 0), 1)));
}

const TABLE = Array.from({ length: STEPS }, (_, step) => {
  const share = step / (STEPS - 1);
  return oklch(0.7 + 0.08 * Math.sin(3 * Math.PI * share), 0.135, 0.35 + share * 5.1);
});

export const EMPTY = [22, 26, 35];

// Red, green and blue of a place from 0 to 999; the less it adds (0 to 255), the nearer to the background.
export function colour(place, norm = 255) {
  const share = 0.3 + 0.7 * Math.sqrt(norm / 255);
  return TABLE[place].map((value, channel) => Math.round(EMPTY[channel] + share * (value - EMPTY[channel])));
}

export function css([red, green, blue], alpha = 1) {
  return `rgba(${red},${green},${blue},${alpha})`;
}
