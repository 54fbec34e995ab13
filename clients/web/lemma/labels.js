/** The names of a model's classes, by number, from the bytes of its package's settings.json; null if there are none. */
export function labelsOf(settings) {
  try {
    const { labels } = JSON.parse(new TextDecoder().decode(settings)).transformer;
    return labels.length > 0 && labels.every((label) => typeof label === "string") ? labels : null;
  } catch {
    return null;
  }
}
