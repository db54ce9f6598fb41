/* Counts down the seconds during which a sent message can be called back: <div data-undo="10"> with a <progress>. The
   server holds the message as long; at the end the bar goes away, the « cancel » form with it. */
export function start(bar) {
  const progress = bar.querySelector("progress");
  const ends = Date.now() + Number(bar.dataset.undo) * 1000;
  const tick = () => {
    const left = Math.max(0, ends - Date.now());
    if (progress) progress.value = left / 1000;
    if (left > 0 && bar.isConnected) setTimeout(tick, 250);
    else bar.querySelector("form, [data-undo-form]")?.remove();
  };
  tick();
}
