package io.unstir.trainer.data;

import io.unstir.trainer.config.DataSource.Points;
import io.unstir.trainer.network.Conditioning;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Points in the plane as images of one pixel: x and y are its two channels. */
public final class PointSet implements TrainingData {
    private final float[] values;
    private final String digest;

    private PointSet(float[] values, String digest) {
        this.values = values;
        this.digest = digest;
    }

    /** Points drawn afresh; another seed gives independent ones, to measure against. */
    public static PointSet draw(Points points) {
        return draw(points, points.count());
    }

    /** What is held out is drawn after what is trained on: the share says how many, and takes none away. */
    static DataSet load(Points points, double heldOut) {
        int more = (int) Math.round(heldOut * points.count());
        PointSet all = draw(points, points.count() + more);
        Optional<TrainingData> rest =
                more == 0 ? Optional.empty() : Optional.of(all.part(points.count(), points.count() + more));
        return new DataSet(all.part(0, points.count()), rest, List.of());
    }

    private static PointSet draw(Points points, int count) {
        var distribution = PlaneDistribution.of(points.distribution());
        var draws = new Draws(points.seed());
        float[] values = new float[Points.CHANNELS * count];
        for (int at = 0; at < values.length; at += Points.CHANNELS) {
            distribution.draw(draws, values, at);
        }
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        var digest = new Digest()
                .add(points.distribution().name().toLowerCase(Locale.ROOT))
                .add(bytes.array());
        return new PointSet(values, digest.hex());
    }

    private PointSet part(int from, int to) {
        return new PointSet(Arrays.copyOfRange(values, Points.CHANNELS * from, Points.CHANNELS * to), digest);
    }

    @Override
    public int size() {
        return values.length / Points.CHANNELS;
    }

    @Override
    public int channels() {
        return Points.CHANNELS;
    }

    @Override
    public int imageSize() {
        return 1;
    }

    @Override
    public Conditioning conditioning() {
        return new Conditioning.None();
    }

    @Override
    public void copyImage(int index, float[] target, int offset) {
        System.arraycopy(values, Points.CHANNELS * index, target, offset, Points.CHANNELS);
    }

    @Override
    public void copyCondition(int index, float[] target, int offset) {}

    @Override
    public void copyNoCondition(float[] target, int offset) {}

    @Override
    public String digest() {
        return digest;
    }
}
