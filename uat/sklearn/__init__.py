"""Estimate for scikit-learn with a network that was built, not trained, as the model.

| module | what lives there |
|---|---|
| trees | a decision tree as boxes |
| estimators | a regressor and a classifier |
"""

from uat.sklearn.estimators import UniversalClassifier, UniversalRegressor

__all__ = ["UniversalClassifier", "UniversalRegressor"]
