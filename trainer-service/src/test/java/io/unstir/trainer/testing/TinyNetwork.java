package io.unstir.trainer.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.network.Conditioning;
import io.unstir.trainer.network.Ports;
import io.unstir.trainer.network.UNet;
import io.unstir.trainer.network.UNetConfig;
import io.unstir.trainer.network.UNetConfig.TimeConditioning;
import io.unstir.trainer.tensor.DjlOps;
import java.util.List;
import java.util.SplittableRandom;

/** A U-Net with every kind of layer that runs in milliseconds, and fixed input for it. */
public final class TinyNetwork {
    public static final int SIZE = 8;
    public static final int TOKENS = 4;
    public static final int TEXT_WIDTH = 8;

    private TinyNetwork() {}

    public static UNet unet() {
        return new UNet(
                new UNetConfig(List.of(8, 16), 1, List.of(0, 1), 2, 0, TimeConditioning.SCALE_SHIFT),
                Ports.of(3, new Conditioning.Text(TOKENS, TEXT_WIDTH)));
    }

    public static NDArray apply(UNet network, DjlOps ops, NDManager manager) {
        return network.apply(
                ops,
                gaussian(manager, 2, 3, SIZE, SIZE),
                manager.create(new float[] {3, 700}),
                gaussian(manager, 2, TOKENS, TEXT_WIDTH));
    }

    public static NDArray gaussian(NDManager manager, long... shape) {
        var random = new SplittableRandom(11);
        float[] elements = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) random.nextGaussian();
        }
        return manager.create(elements, new Shape(shape));
    }
}
