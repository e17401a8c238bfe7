/** What a server process tells. */
export type Told =
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "alert"; readonly device: string; readonly correlator: string }
  | { readonly kind: "ended"; readonly device: string; readonly result: string; readonly history: string }
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "repeated" };
