/**
 * A site's policy may not know the name under which Lit asks for Trusted Types, or the site's own Lit has taken it. Lit
 * asks while this script is read, and a refusal would end all of it there: so for that long a refused policy hands on
 * what it is given. To be imported before Lit. Where strings are refused as well nothing can be drawn; `main.ts` says so.
 */
interface PolicyFactory {
  createPolicy(name: string, rules: object): object;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const own = factory?.createPolicy;

if (factory && own) {
  factory.createPolicy = (name, rules) => {
    try {
      return own.call(factory, name, rules);
    } catch {
      return rules;
    }
  };
}

/** The page's own again, once Lit has been read. */
export function giveBackPolicies(): void {
  if (factory && own) factory.createPolicy = own;
}
