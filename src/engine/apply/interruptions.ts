/** Somebody asked for the plan to stop; the rest of it is not sent. */
export class PlanCancelled extends Error {
  override readonly name = 'PlanCancelled'
}

/** Somebody paused the plan: it is kept as it is until somebody lets it go on. */
export class PlanPaused extends Error {
  override readonly name = 'PlanPaused'
}

/** Another worker has the plan, or it was ended: this one writes nothing more. */
export class PlanLost extends Error {
  override readonly name = 'PlanLost'
}

/** The store is in trouble: the plan goes on later, each time a longer while. The message is for the merchant. */
export class PlanDeferred extends Error {
  override readonly name = 'PlanDeferred'
}

/** Nothing may be written at the moment; it goes on soon after that has changed. The message is for the merchant. */
export class WritingHeld extends Error {
  override readonly name = 'WritingHeld'
}
