import type { FormProps } from '../forms/form';
import { Show } from '../forms/Show';

/** The strip below another form, while two dates are compared: what was in effect from when to when. */
export const Below = (props: FormProps) => (
  <details class="strip-below" open>
    <summary>From when to when</summary>
    <Show {...props} form="strip" isSmall />
  </details>
);
