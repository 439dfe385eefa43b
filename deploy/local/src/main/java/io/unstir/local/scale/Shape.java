package io.unstir.local.scale;

/**
 * What a job asks of the samplers.
 *
 * @param images each a lane of its own
 * @param steps of an image, which are runs it takes part in
 * @param guided two rows a step instead of one
 * @param bulk by the topic, the slots and the weight of jobs that nobody waits for
 */
public record Shape(int images, int steps, boolean guided, boolean bulk) {
    public Shape {
        if (images < 1 || steps < 1) {
            throw new IllegalArgumentException(
                    "a job must have at least 1 image and 1 step (got %d and %d)".formatted(images, steps));
        }
    }

    /** One image that somebody waits for. */
    public static Shape image(int steps, boolean guided) {
        return new Shape(1, steps, guided, false);
    }

    int rowsOfStep() {
        return guided ? 2 : 1;
    }

    /** Of the model, over the whole job. */
    public int rows() {
        return images * steps * rowsOfStep();
    }

    /** What one of its images has among other lanes. */
    double share() {
        return (bulk ? 1.0 : 8.0) / images;
    }
}
