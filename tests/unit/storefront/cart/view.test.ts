import { cartOf, type CartLine } from '../../../../server/store/cart/model';
import { cartView, type Remark } from '../../../../server/storefront/cart/presenter';
import { translateTo } from '../../../../server/storefront/texts';
import { RULE } from '../../store/delivery/rule';

const line = { variantId: 1, unitPrice: 100, quantity: 2, problem: null } as unknown as CartLine;
const view = (lines: readonly CartLine[], remark: Remark | null = null) =>
  cartView(
    cartOf('c', lines),
    { rule: RULE, now: new Date(), remark, chosen: new Map(), isMembers: false, formToken: () => 'token' },
    'ko',
    translateTo('ko'),
  );
const remark = (variantId: number | null) => ({ text: 'too many', variantId });

test('what was wrong with the last click stands above all lines, and on its own too', () => {
  const of = ({ lines, notice }: ReturnType<typeof view>) => [
    lines.map(({ problem }) => problem),
    notice.message,
    notice.items.map(({ name }) => name),
  ];
  expect(of(view([line], remark(1)))).toEqual([['too many'], '확인이 필요한 곳이 있어요.', ['line-1']]);
  expect(of(view([line], remark(2)))).toEqual([[null], 'too many', []]);
  expect(of(view([line], remark(null)))).toEqual([[null], 'too many', []]);
  expect(of(view([line]))).toEqual([[null], null, []]);
});
