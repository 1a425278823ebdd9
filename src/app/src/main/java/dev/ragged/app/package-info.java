/**
 * What every front door does, each as a class that takes a request, where it takes long a listener
 * and a {@link dev.ragged.app.Cancellation}, and returns a report. Prints nothing, knows no command
 * line and names no backend. {@link dev.ragged.app.StoreRouter} is where to begin.
 */
package dev.ragged.app;
