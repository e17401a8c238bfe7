// The part of sax used here; the package ships no types.
declare module "sax" {
  interface Parser {
    onopentag: () => void;
    onclosetag: () => void;
    ontext: () => void;
    oncdata: () => void;
    write(text: string): Parser;
    close(): Parser;
  }
  const sax: { parser(strict: boolean): Parser };
  export default sax;
}
