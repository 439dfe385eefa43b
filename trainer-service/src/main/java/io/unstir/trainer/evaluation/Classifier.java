package io.unstir.trainer.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.unstir.trainer.metric.Cloud;
import io.unstir.trainer.network.ImageClassifier;
import io.unstir.trainer.optimizer.Parameters;
import io.unstir.trainer.tensor.DjlOps;

/** Looks at pictures with trained weights. */
record Classifier(ClassifierTask task, ClassifierWeights weights) {
    /** Pictures in one run; always as many, the last run's rest is left over, so a picture's neighbours don't change its bits. */
    private static final int BATCH = 64;

    Sight look(PictureSet pictures) {
        int length = pictures.format().length();
        double[] features = new double[pictures.size() * ImageClassifier.FEATURES];
        int[] answers = new int[pictures.size()];
        try (NDManager manager = NDManager.newBaseManager()) {
            Parameters parameters = weights.parameters(manager);
            for (int from = 0; from < pictures.size(); from += BATCH) {
                int rows = Math.min(BATCH, pictures.size() - from);
                float[] batch = new float[BATCH * length];
                for (int row = 0; row < rows; row++) {
                    pictures.copy(from + row, batch, row * length);
                }
                look(batch, pictures.format(), parameters, manager, rows, from, features, answers);
            }
        }
        return new Sight(new Cloud(pictures.size(), ImageClassifier.FEATURES, features), answers);
    }

    private void look(
            float[] batch,
            PictureFormat format,
            Parameters parameters,
            NDManager parent,
            int rows,
            int from,
            double[] features,
            int[] answers) {
        var network = weights.network();
        try (NDManager manager = parent.newSubManager();
                DjlOps ops = new DjlOps(manager, parameters.tensors())) {
            NDArray pictures = manager.create(batch, new Shape(BATCH, format.channels(), format.size(), format.size()));
            NDArray seen = network.features(ops, pictures);
            float[] values = seen.toFloatArray();
            float[] logits = network.answer(ops, seen).toFloatArray();
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < ImageClassifier.FEATURES; i++) {
                    features[(from + row) * ImageClassifier.FEATURES + i] = values[row * ImageClassifier.FEATURES + i];
                }
                answers[from + row] = likeliest(logits, row * task.classes());
            }
        }
    }

    private int likeliest(float[] logits, int offset) {
        int best = 0;
        for (int i = 1; i < task.classes(); i++) {
            if (logits[offset + i] > logits[offset + best]) {
                best = i;
            }
        }
        return best;
    }
}
