package io.unstir.trainer.evaluation;

import java.util.SplittableRandom;

/**
 * How a square picture is shown: mirrored, then moved, then turned. Moving repeats the border's pixels.
 *
 * @param right pixels to the right
 * @param down pixels down
 * @param quarters quarter turns to the left, 0 to 3
 */
record Turn(boolean mirrored, int right, int down, int quarters) {
    /** Largest move, as a share of the side. */
    private static final double REACH = 0.1;

    static Turn quarters(int quarters) {
        return new Turn(false, 0, 0, quarters);
    }

    static Turn random(int size, int quarters, SplittableRandom random) {
        int reach = (int) Math.round(REACH * size);
        return new Turn(
                random.nextBoolean(), random.nextInt(-reach, reach + 1), random.nextInt(-reach, reach + 1), quarters);
    }

    /** Shows the picture that {@code target} has at {@code offset}, {@code [channels, size, size]}, in its place. */
    void apply(float[] target, int offset, PictureFormat format) {
        int size = format.size();
        float[] plane = new float[size * size];
        for (int channel = 0; channel < format.channels(); channel++) {
            int start = offset + channel * plane.length;
            System.arraycopy(target, start, plane, 0, plane.length);
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    target[start + y * size + x] = plane[source(x, y, size)];
                }
            }
        }
    }

    /** Where the pixel that is seen at x, y comes from: the way back through turn, move and mirror. */
    private int source(int x, int y, int size) {
        int last = size - 1;
        int turnedX = x;
        int turnedY = y;
        for (int quarter = 0; quarter < quarters; quarter++) {
            int before = turnedX;
            turnedX = last - turnedY;
            turnedY = before;
        }
        int movedX = Math.clamp(turnedX - right, 0, last);
        int movedY = Math.clamp(turnedY - down, 0, last);
        return movedY * size + (mirrored ? last - movedX : movedX);
    }
}
