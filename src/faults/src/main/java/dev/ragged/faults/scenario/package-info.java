/** Commands to interrupt, and the words they are tried with. A new command is a class here. */
package dev.ragged.faults.scenario;
