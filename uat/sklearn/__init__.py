"""Estimators for scikit-learn whose model is a network that was built, not trained."""

from uat.sklearn.estimators import UniversalClassifier, UniversalRegressor

__all__ = ["UniversalClassifier", "UniversalRegressor"]
