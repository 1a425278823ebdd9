/**
 * Faults made on purpose: power losses, failing operations, kills, damage, hostile inputs, crowds
 * and little memory. {@link dev.ragged.faults.Faults} runs them, {@code ci/faults.sh} builds and
 * starts it.
 *
 * <p>A {@link dev.ragged.faults.FaultKind} is a class that makes one kind of fault in many ways. A
 * {@link dev.ragged.faults.Scenario} is a command that writes; kinds that interrupt commands try
 * all of them, so a new command needs one class here and nothing else.
 */
package dev.ragged.faults;
