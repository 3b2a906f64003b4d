// Copies of forms in this browser: what was typed outlives a killed server and a closed tab. Few, small, the oldest dropped first.
const PREFIX = "qcdc:copy:";
const MOST = 20;
const MOST_LETTERS = 2_000_000;
export const SENT = "qcdc:sent";

export const keyOf = ({ user, model, object, token }) => `${PREFIX}${user}:${model}:${object || "+"}:${token}`;

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

const read = (key) => {
  try {
    const copy = JSON.parse(localStorage.getItem(key));
    return copy && Array.isArray(copy.fields) && Number.isFinite(copy.at) ? copy : null;
  } catch {
    return null;
  }
};

const oldestFirst = () =>
  keys()
    .map((key) => [key, read(key)?.at ?? 0])
    .sort((one, other) => one[1] - other[1])
    .map(([key]) => key);

export const drop = (key) => localStorage.removeItem(key);

export const dropAll = () => {
  for (const key of keys()) drop(key);
  sessionStorage.removeItem(SENT);
};

// Whether the copy is kept; the oldest ones make room.
export const put = (key, fields) => {
  const text = JSON.stringify({ at: Date.now(), fields });
  if (text.length > MOST_LETTERS) return false;
  const others = oldestFirst().filter((each) => each !== key);
  while (others.length >= MOST) drop(others.shift());
  for (;;) {
    try {
      localStorage.setItem(key, text);
      return true;
    } catch {
      if (!others.length) return false;
      drop(others.shift());
    }
  }
};

// The copies of the forms of one row (or of a row to be), the latest first.
export const copiesOf = (owner) => {
  const start = keyOf({ ...owner, token: "" });
  return oldestFirst()
    .filter((key) => key.startsWith(start))
    .reverse()
    .map((key) => ({ key, token: key.slice(start.length), ...read(key) }))
    .filter((copy) => copy.fields);
};
