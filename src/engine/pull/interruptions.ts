/** Somebody asked for the run to stop. */
export class RunCancelled extends Error {
  override readonly name = 'RunCancelled'
}

/** Another worker has the run, or it was ended: this one writes nothing more. */
export class RunLost extends Error {
  override readonly name = 'RunLost'
}

/** The store is in trouble: the run goes on later. The message is for the merchant. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy'
}

/** The run cannot go on by itself. The message is for the merchant. */
export class PullRefused extends Error {
  override readonly name = 'PullRefused'
}
