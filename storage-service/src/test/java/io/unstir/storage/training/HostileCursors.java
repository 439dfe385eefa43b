package io.unstir.storage.training;

/** What storage takes for the end of a page. */
public final class HostileCursors {
    private HostileCursors() {}

    public static void cursor(String text) {
        TrainingCursor.parse(TrainingCursor.parse(text).toString());
    }
}
