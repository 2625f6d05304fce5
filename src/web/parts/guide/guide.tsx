import { MenuDrawing, NameDrawing, ResultDrawing, ScopesDrawing, TokenTypeDrawing } from './drawings.tsx'
import classes from './guide.module.css'
import { ScopeTable } from './scope-table.tsx'

/** How to obtain BigCommerce Credentials: the clicks in the other window, one by one. */
export function Guide() {
  return (
    <ol className={classes.steps}>
      <li>
        <p>
          Log in to BigCommerce as the <strong>store owner</strong>, or as a user who may manage API accounts.
        </p>
      </li>
      <li>
        <p>
          Go to <b>Settings</b>, and in the section <b>API</b> to <b>Store-level API accounts</b>. Some panels call it{' '}
          <b>Store-level API Tokens</b>; older ones have it under <b>Advanced Settings &gt; API Accounts</b>. Click{' '}
          <b>Create API Account</b>.
        </p>
        <MenuDrawing />
      </li>
      <li>
        <p>
          As the token type choose <b>V2/V3 API token</b>. A Stencil-CLI token is for themes and does not work here.
        </p>
        <TokenTypeDrawing />
      </li>
      <li>
        <p>
          As the name type <b>Cartwright</b>, and copy the <b>API path</b>. You can paste the whole path as the Store
          Hash; the code is taken out of it.
        </p>
        <NameDrawing />
      </li>
      <li>
        <p>
          Choose the <b>OAuth scopes</b>. They can’t be changed later, so tick all that you will want.
        </p>
        <ScopesDrawing />
        <ScopeTable />
      </li>
      <li>
        <p>
          Click <b>Save</b>. BigCommerce shows the values once, and saves them as a .txt file.
        </p>
        <ResultDrawing />
      </li>
      <li>
        <p>
          Bring <b>Store Hash</b>, <b>Client ID</b> and <b>Access Token</b> here, or drop the .txt file onto the form.
        </p>
      </li>
      <li>
        <p>
          Save this information in a secure place, such as a password manager: neither BigCommerce nor this hub shows
          the token again.
        </p>
      </li>
      <li>
        <p>
          Back in BigCommerce click <b>Close</b>.
        </p>
      </li>
    </ol>
  )
}
