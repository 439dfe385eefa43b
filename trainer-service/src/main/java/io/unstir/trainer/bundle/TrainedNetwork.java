package io.unstir.trainer.bundle;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a finished run hands over to be bundled.
 *
 * @param onnx the exported graph
 * @param steps optimizer steps done
 * @param imagesSeen images trained on, repeats included
 * @param loss of the published weights
 * @param parityError largest absolute difference between the exported graph and the trained network
 * @param parameters number of trained values
 * @param unetConfig becomes {@code unet/config.json}
 */
public record TrainedNetwork(
        Path onnx,
        long steps,
        long imagesSeen,
        double loss,
        double parityError,
        long parameters,
        Map<String, Object> unetConfig) {}
