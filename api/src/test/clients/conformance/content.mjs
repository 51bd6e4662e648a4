// The pieces of content that tools, prompts and resources of this server have in common.

// One transparent pixel, and a sound of no length.
export const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

export const text = (words) => ({ type: "text", text: words });

export const image = { type: "image", data: PNG, mimeType: "image/png" };

export const audio = { type: "audio", data: WAV, mimeType: "audio/wav" };

export const embedded = (uri, mimeType, words) => ({
  type: "resource",
  resource: { uri, mimeType, text: words },
});
