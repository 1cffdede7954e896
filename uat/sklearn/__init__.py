"""Estimate for scikit-learn with a network that was built, not trained, as the model."""

from uat.sklearn.estimators import UniversalClassifier, UniversalRegressor

__all__ = ["UniversalClassifier", "UniversalRegressor"]
