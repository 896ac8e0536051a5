"use strict";
/* The counter reads codes by the phone's own camera, where the browser knows codes itself:
   https://wicg.github.io/shape-detection-api/#barcode-detection-api. Elsewhere no button is shown. */
(() => {
  const LOOKS_EVERY = 200; // milliseconds
  const button = document.getElementById("camera");
  const finder = document.getElementById("finder");
  const said = document.getElementById("camera-said");
  const video = finder?.querySelector("video");
  if (!video || !("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;

  let stream = null; // what the camera sees, or nothing while it is shut
  let detector = null;
  let wanted = false;

  const shut = () => {
    wanted = false;
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = video.srcObject = null;
    finder.hidden = true;
    button.hidden = false;
  };

  const tell = (words) => {
    said.textContent = words;
    said.hidden = !words;
  };

  const take = (value) => {
    const field = document.getElementById("shown");
    shut();
    field.value = value.slice(0, field.maxLength);
    field.form.requestSubmit();
  };

  const look = async () => {
    if (!stream) return;
    const found = await detector.detect(video).catch(() => []);
    if (!stream) return;
    if (found.length && found[0].rawValue) take(found[0].rawValue);
    else setTimeout(look, LOOKS_EVERY);
  };

  const open = async () => {
    wanted = true;
    tell("");
    button.hidden = true;
    try {
      const given = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (!wanted) { // she has left meanwhile
        for (const track of given.getTracks()) track.stop();
        return;
      }
      stream = video.srcObject = given;
      finder.hidden = false;
      video.play().catch(() => {});
      finder.querySelector("button").focus();
      look();
    } catch (error) {
      shut();
      tell(error.name === "NotAllowedError" ? button.dataset.refused : button.dataset.none);
    }
  };

  button.addEventListener("click", open);
  finder.querySelector("button").addEventListener("click", shut);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && stream) shut();
  });
  document.addEventListener("visibilitychange", () => document.hidden && shut());
  window.addEventListener("pagehide", shut);

  window.BarcodeDetector.getSupportedFormats().then((formats) => {
    if (!formats.includes("qr_code")) return;
    detector = new window.BarcodeDetector({ formats: formats.filter((each) => ["qr_code", "code_128"].includes(each)) });
    button.hidden = false;
  }).catch(() => {});
})();
