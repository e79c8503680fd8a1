// A sharp still by the patient's camera, in its full size. It lives in this page's memory until the practice has it.

const LONGEST_SIDE = 2560;
const MOST_BYTES = 3 * 1024 * 1024;
const PHOTO_PATIENCE_MS = 4000;
const QUALITIES = [0.92, 0.8, 0.6];

const within = (promise, ms) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("too slow")), ms))]);

/** The camera's own photo where it makes one, which is larger than its moving picture; else the newest frame. */
async function picture(track) {
  if (window.ImageCapture) {
    try {
      return await createImageBitmap(await within(new ImageCapture(track).takePhoto(), PHOTO_PATIENCE_MS));
    } catch (error) {
      console.info("the camera takes no photo:", error.name);
    }
  }
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  try {
    await within(video.play(), PHOTO_PATIENCE_MS);
    return await createImageBitmap(video);
  } finally {
    video.srcObject = null;
  }
}

/** A JPEG of what the camera sees now, as bytes. Throws where there is none. */
export async function takeStill(track) {
  const image = await picture(track);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  for (const quality of QUALITIES) {
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    if (blob && blob.size <= MOST_BYTES) return new Uint8Array(await blob.arrayBuffer());
  }
  throw new Error("too large");
}
