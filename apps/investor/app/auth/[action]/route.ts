import { authRoutes } from "../../../sign-in";

export const { GET, POST } = authRoutes;
