import { deskVisitor } from '../../setup/desk';
import { expectAll } from '../../setup/html';
import { withShop } from '../../setup/shop';

const shop = withShop();

test('somebody who is signed in sees the desk in her language, kept by nobody', async () => {
  const owner = await deskVisitor(shop, 'owner', { locale: 'en' });
  const page = await owner.get('/admin').expect(200);
  expectAll(page.text, '<html lang="en">', 'href="/admin/orders"');
  expect(page.headers['cache-control']).toBe('private, no-store');
});

test('who is not signed in is asked to, whether or not there is such a page', async () => {
  for (const path of ['/admin', '/admin/orders', '/admin/no-such-page']) {
    const answer = await shop
      .visitor()
      .get(path, { 'X-Forwarded-Host': 'app.essence-aura.localhost:8443' })
      .expect(303);
    expect(answer.headers['location']).toBe(`/admin/sign-in?next=${encodeURIComponent(path)}`);
  }
});

test('the desk is on app. alone', async () => {
  await shop.visitor().get('/admin').expect(404);
});

test('a role sees the places that it may enter', async () => {
  const reader = await deskVisitor(shop, 'reader');
  const { text } = await reader.get('/admin');
  expect(text).toContain('href="/admin/figures"');
  expect(text).not.toContain('href="/admin/people"');
});

test('a session ends an hour after its last request, and after twelve hours in any case', async () => {
  const owner = await deskVisitor(shop);
  await owner.get('/admin').expect(200);
  shop.clock.advance(61 * 60 * 1000);
  await owner.get('/admin').expect(303);

  const busy = await deskVisitor(shop);
  for (let minutes = 0; minutes < 12 * 60; minutes += 50) {
    await busy.get('/admin').expect(200);
    shop.clock.advance(50 * 60 * 1000);
  }
  await busy.get('/admin').expect(303);
});
