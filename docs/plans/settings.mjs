import { script } from "syncml/dm";

const wanted = { "./Vendor/Colour": "blue", "./Vendor/Size": "large" };

export default script(function* (dm) {
  const { items } = yield dm.get(Object.keys(wanted));
  const different = items.filter(({ uri, text }) => text !== wanted[uri]).map(({ uri }) => uri);
  if (different.length > 0) yield different.map((uri) => dm.replace(uri, wanted[uri]));
});
