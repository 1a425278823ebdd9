/** Programs that measure ragged for its documentation; never published. */
package dev.ragged.bench;
