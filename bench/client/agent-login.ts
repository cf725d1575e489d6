/** The headers with which a logged-in agent of the demo asks the dashboard's API. */
export async function logIn(url: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}/admin/v1/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: 'agent@woodex.demo', password: 'showroom-demo' }),
  });
  await response.body?.cancel();
  const cookie = response.headers.getSetCookie().map(line => line.split(';')[0]);
  if (!response.ok || cookie.length === 0) throw new Error(`the agent cannot log in: ${response.status}`);
  return { cookie: cookie.join('; '), origin: url };
}
