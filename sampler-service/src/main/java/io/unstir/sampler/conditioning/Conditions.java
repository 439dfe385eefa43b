package io.unstir.sampler.conditioning;

import io.unstir.proto.v1.ImageConditioning;
import io.unstir.proto.v1.Margins;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.sampler.canvas.Canvas;
import io.unstir.sampler.picture.Picture;
import io.unstir.sampler.reverse.Beginning;
import io.unstir.sampler.reverse.Known;
import io.unstir.sampler.schedule.Resampling;
import io.unstir.sampler.session.SampleSize;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Reads what a request says about images: where it starts from one (image-to-image), keeps parts of one (inpainting by a mask), or adds to one (outpainting). */
public final class Conditions {
    private final Uploads uploads;
    /** A picture takes up to 200 MiB while it is read, so there is only one at a time. */
    private final ReentrantLock decoding = new ReentrantLock();

    /** @param uploads where the files are */
    public Conditions(Uploads uploads) {
        this.uploads = uploads;
    }

    /** @throws IllegalArgumentException when the request makes no sense or a file is no image */
    public ImagePlan of(SamplingRequest request, SampleSize model) throws InterruptedException {
        int height = request.hasCanvas() ? request.getCanvas().getHeight() : model.height();
        int width = request.hasCanvas() ? request.getCanvas().getWidth() : model.width();
        var canvas = new Canvas(model.channels(), height, width, model.height(), model.width());
        return request.hasImage() ? of(request.getImage(), canvas) : ImagePlan.fromNoise(canvas);
    }

    /** @param inner the canvas without what is added around it */
    private ImagePlan of(ImageConditioning image, Canvas inner) throws InterruptedException {
        var margins = image.getOutpaint();
        var canvas = extended(inner, margins);
        double[] sample = extended(
                inner,
                canvas,
                margins,
                read(
                        "init_image",
                        image.getImageSha256(),
                        picture -> picture.sample(inner.channels(), inner.height(), inner.width())));
        double strength = image.getStrength() == 0 ? 1 : image.getStrength();
        Optional<Known> known = known(image, inner, canvas, sample);
        // With all of the way to go, what is not kept of the image shall leave no trace.
        Beginning beginning = strength == 1 && known.isPresent() ? new Beginning.Noise() : new Beginning.Image(sample);
        return new ImagePlan(canvas, beginning, strength, known, resampling(image));
    }

    private Optional<Known> known(ImageConditioning image, Canvas inner, Canvas canvas, double[] sample)
            throws InterruptedException {
        boolean masked = !image.getMaskSha256().isEmpty();
        if (!masked && canvas.equals(inner)) {
            return Optional.empty();
        }
        double[] mask = new double[inner.height() * inner.width()];
        if (masked) {
            mask = read("mask", image.getMaskSha256(), picture -> picture.mask(inner.height(), inner.width()));
        }
        double[] fresh = new double[canvas.elements()];
        Arrays.fill(fresh, 1);
        var margins = image.getOutpaint();
        for (int channel = 0; channel < canvas.channels(); channel++) {
            for (int row = 0; row < inner.height(); row++) {
                int to = (channel * canvas.height() + margins.getTop() + row) * canvas.width() + margins.getLeft();
                System.arraycopy(mask, row * inner.width(), fresh, to, inner.width());
            }
        }
        return Optional.of(new Known(sample, fresh));
    }

    private double[] read(String field, String sha256, Function<Picture, double[]> values) throws InterruptedException {
        byte[] file = uploads.fetch(field, sha256);
        decoding.lockInterruptibly();
        try {
            return values.apply(Picture.of(field, file));
        } finally {
            decoding.unlock();
        }
    }

    private static Resampling resampling(ImageConditioning image) {
        return new Resampling(
                image.getResampleTimes() == 0 ? 1 : image.getResampleTimes(),
                image.getResampleJump() == 0 ? 1 : image.getResampleJump());
    }

    private static Canvas extended(Canvas inner, Margins margins) {
        require("outpaint.left", margins.getLeft());
        require("outpaint.top", margins.getTop());
        require("outpaint.right", margins.getRight());
        require("outpaint.bottom", margins.getBottom());
        return new Canvas(
                inner.channels(),
                Math.addExact(inner.height(), margins.getTop() + margins.getBottom()),
                Math.addExact(inner.width(), margins.getLeft() + margins.getRight()),
                inner.modelHeight(),
                inner.modelWidth());
    }

    /** The image in its place; around it, its edge goes on. */
    private static double[] extended(Canvas inner, Canvas canvas, Margins margins, double[] sample) {
        double[] whole = new double[canvas.elements()];
        int at = 0;
        for (int channel = 0; channel < canvas.channels(); channel++) {
            for (int row = 0; row < canvas.height(); row++) {
                int fromRow = Math.clamp(row - margins.getTop(), 0, inner.height() - 1);
                for (int column = 0; column < canvas.width(); column++) {
                    int fromColumn = Math.clamp(column - margins.getLeft(), 0, inner.width() - 1);
                    whole[at++] = sample[(channel * inner.height() + fromRow) * inner.width() + fromColumn];
                }
            }
        }
        return whole;
    }

    private static void require(String field, int value) {
        int most = 1 << 14;
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("%s must be 0 to %d (got %d)".formatted(field, most, value));
        }
    }
}
