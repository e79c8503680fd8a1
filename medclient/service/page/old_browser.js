// For browsers that are too old to read the page's modules: they say so, instead of waiting for ever.
window.addEventListener("load", function () {
  if (document.body.getAttribute("data-started")) return;
  var german = (navigator.language || "de").indexOf("de") === 0;
  document.getElementById("link-title").textContent = german ? "Dieser Browser ist zu alt" : "This browser is too old";
  document.getElementById("link-text").textContent = german
    ? "Bitte öffnen Sie den Link in einer aktuellen Fassung von Chrome, Edge, Firefox oder Safari, oder auf einem neueren Gerät."
    : "Please open the link in a current version of Chrome, Edge, Firefox or Safari, or on a newer device.";
});
