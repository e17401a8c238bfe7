/** Says whether a device takes objects in chunks. */
export const LARGE_OBJECTS = "./DevDetail/LrgObj";
