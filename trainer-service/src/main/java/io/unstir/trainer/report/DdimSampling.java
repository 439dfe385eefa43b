package io.unstir.trainer.report;

import io.unstir.trainer.diffusion.ForwardProcess;
import io.unstir.trainer.diffusion.Prediction;
import io.unstir.trainer.diffusion.Prediction.Parts;
import java.util.SplittableRandom;

/**
 * The reverse process without noise, in few steps: {@code x' = alpha' x0 + sigma' epsilon} with what the network says of x0 and
 * epsilon (Song et al. 2021, eq. 12 with eta = 0); on the straight path the same line is Euler's step.
 */
record DdimSampling(ForwardProcess process, Prediction prediction) {

    /** @return samples that began as noise, {@code [rows, length]} */
    double[] run(ExportedNetwork network, int rows, int length, int steps, long seed) {
        var random = new SplittableRandom(seed);
        double[] x = new double[rows * length];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextGaussian();
        }
        for (int i = 0; i < steps; i++) {
            // Evenly spaced backwards from T, so that the first is pure noise.
            int t = timestep(i, steps);
            boolean last = i == steps - 1;
            double nextSignal = last ? 1 : process.signal(timestep(i + 1, steps));
            double nextNoise = last ? 0 : process.noise(timestep(i + 1, steps));
            double[] predicted = network.predict(x, t);
            for (int j = 0; j < x.length; j++) {
                Parts parts = prediction.parts(process.signal(t), process.noise(t), x[j], predicted[j]);
                x[j] = nextSignal * parts.image() + nextNoise * parts.noise();
            }
        }
        return x;
    }

    private int timestep(int i, int steps) {
        return (int) Math.round(process.steps() * (1 - (double) i / steps)) - 1;
    }
}
