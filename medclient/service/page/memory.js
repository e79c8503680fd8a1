// What a reload of this tab needs: kept in the tab, for this link, until the consultation is over.

const keyOf = (linkId) => `medclient ${linkId}`;

export function read(linkId) {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(linkId)) ?? "{}");
  } catch {
    return {};
  }
}

export function keep(linkId, values) {
  try {
    sessionStorage.setItem(keyOf(linkId), JSON.stringify({ ...read(linkId), ...values }));
  } catch {
    // A browser that keeps nothing asks again after a reload.
  }
}

export function forget(linkId) {
  try {
    sessionStorage.removeItem(keyOf(linkId));
  } catch {
    // Nothing was kept.
  }
}
