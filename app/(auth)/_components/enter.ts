import { SignInError, signInApi } from '@/lib/client/sign-in';
import { paths } from '@/lib/paths';

/** Signs the person in with what they have just chosen and goes to the console; to the sign-in page when that fails. */
export async function enter(email: string, password: string): Promise<void> {
  try {
    const second = await signInApi.password(email, password);
    window.location.assign(second ? paths.signIn() : paths.home());
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    window.location.assign(paths.signIn());
  }
}
