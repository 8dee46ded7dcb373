/** A JSON document that is text already; `Value` is what it says. Who makes one answers for it. */
export class JsonText<Value> {
  constructor(readonly text: string) {}

  read(): Value {
    return JSON.parse(this.text) as Value;
  }
}
