/* Sends files one by one as they are chosen or dropped, and says where it stands. The address answers with the field's
   HTML, which replaces the field. Without this module the files go with the form. */
function send(zone, input, file, tell) {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    body.append(input.name, file);
    const token = zone.closest("form")?.querySelector("[name=csrfmiddlewaretoken]")?.value;
    const request = new XMLHttpRequest();
    request.open("POST", zone.dataset.upload);
    if (token) request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("X-Upload", "1");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) tell(zone.dataset.sending, file, Math.round((100 * event.loaded) / event.total));
    });
    request.addEventListener("load", () => (request.status < 500 && request.responseText ? resolve(request.responseText) : reject()));
    request.addEventListener("error", reject);
    request.send(body);
  });
}

export function start(zone) {
  const input = zone.querySelector("input[type=file]");
  const state = zone.querySelector("[data-upload-state]");
  if (!input || !zone.dataset.upload) return;
  zone.classList.add("upload-live");
  const tell = (words, file, share = "") => { state.textContent = words.replace("%f", file.name).replace("%p", share); };

  async function sendAll(files) {
    const most = Number(zone.dataset.maxSize);
    let html = "";
    for (const file of files) {
      if (most && file.size > most) { tell(zone.dataset.tooBig, file); continue; }
      try {
        html = await send(zone, input, file, tell);
      } catch {
        tell(zone.dataset.failed, file);
      }
    }
    if (html) replace(zone, html);
  }

  input.addEventListener("change", () => { const files = [...input.files]; input.value = ""; sendAll(files); });
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("upload-over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("upload-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("upload-over");
    sendAll([...event.dataTransfer.files]);
  });
}

function replace(zone, html) {
  const field = zone.closest("[data-field]");
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-field]");
  if (!field || !fresh) return;
  field.replaceWith(fresh);
  fresh.dispatchEvent(new CustomEvent("parvis:drawn", { bubbles: true }));
  fresh.querySelector("input[type=file]")?.focus();
}
