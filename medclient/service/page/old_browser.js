// Where the page's modules did not run: too old a browser, or a file that is not the one the page names by its hash.
window.addEventListener("load", function () {
  if (document.body.getAttribute("data-started")) return;
  var german = (navigator.language || "de").indexOf("de") === 0;
  var supports = window.HTMLScriptElement && HTMLScriptElement.supports;
  var tooOld = !(supports && supports("importmap"));
  var words = tooOld
    ? german
      ? ["Dieser Browser ist zu alt", "Bitte öffnen Sie den Link in einer aktuellen Fassung von Chrome, Edge, Firefox oder Safari, oder auf einem neueren Gerät."]
      : ["This browser is too old", "Please open the link in a current version of Chrome, Edge, Firefox or Safari, or on a newer device."]
    : german
      ? ["Die Seite kam nicht vollständig oder verändert an", "Sie wurde zu Ihrer Sicherheit nicht gestartet. Laden Sie die Seite neu; bleibt es dabei, rufen Sie bitte Ihre Praxis an."]
      : ["The page arrived incomplete or changed", "For your safety it was not started. Reload the page; if this stays, please call your practice."];
  document.getElementById("link-title").textContent = words[0];
  document.getElementById("link-text").textContent = words[1];
});
