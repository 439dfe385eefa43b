package io.unstir.trainer.data;

import java.util.Arrays;
import java.util.List;

/**
 * A category for each row, or none for any.
 *
 * @param names of the categories, sorted; empty where rows have none
 * @param places of each row's category in {@code names}
 */
record Labels(List<String> names, int[] places) {

    static Labels of(List<Item> items) {
        List<String> names = items.stream()
                .flatMap(item -> item.category().stream())
                .distinct()
                .sorted()
                .toList();
        return new Labels(
                names,
                items.stream()
                        .flatMap(item -> item.category().stream())
                        .mapToInt(names::indexOf)
                        .toArray());
    }

    Labels select(int[] rows) {
        return names.isEmpty()
                ? this
                : new Labels(names, Arrays.stream(rows).map(row -> places[row]).toArray());
    }
}
