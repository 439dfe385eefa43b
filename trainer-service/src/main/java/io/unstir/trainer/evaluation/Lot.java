package io.unstir.trainer.evaluation;

import java.util.SplittableRandom;

/** Puts things in an order that chance decides. */
final class Lot {
    private Lot() {}

    /** The numbers from 0 to {@code size - 1}, shuffled (Fisher and Yates 1938). */
    static int[] draw(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
