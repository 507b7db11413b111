import { emulator } from "./emulator";
import { postgres } from "./postgres";
import { proxy } from "./proxy";
import { slack } from "./slack";

/** What an instance consists of, in the order in which it starts: each may need those before it. */
export const servers = [postgres, emulator, proxy, slack];
