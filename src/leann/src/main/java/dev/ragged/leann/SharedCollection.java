package dev.ragged.leann;

/** A collection that several users of a store have open; guarded by the store. */
final class SharedCollection {
  final LeannVectorCollection collection;
  int users = 1;

  SharedCollection(LeannVectorCollection collection) {
    this.collection = collection;
  }
}
