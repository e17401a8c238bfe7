/** An object under construction, or a state that a step may change. */
export type Writable<Value> = { -readonly [Name in keyof Value]: Value[Name] };
